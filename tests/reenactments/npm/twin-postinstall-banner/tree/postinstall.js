'use strict'

const { env } = process
const quiet = env.CI || env.ADBLOCK || env.DISABLE_OPENCOLLECTIVE || env.npm_config_loglevel === 'silent'

if (!quiet && process.stdout.isTTY) {
  console.log('\u001B[96mThank you for using marina-fund!\u001B[0m')
  console.log('The project is looking for help: https://marina-fund.example/support')
}
