'use strict'

const fs = require('fs')
const path = require('path')

/** Copy the template into a folder. */
module.exports = (target) => fs.cpSync(path.join(__dirname, 'template'), target, { recursive: true })
