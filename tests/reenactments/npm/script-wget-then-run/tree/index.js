'use strict'

exports.flag = (name) => process.argv.includes(`--${name}`)
