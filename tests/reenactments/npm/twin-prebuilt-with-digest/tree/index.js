'use strict'

const path = require('path')
const { execFileSync } = require('child_process')

/** Compile one file. */
exports.compile = (file) => execFileSync(path.join(__dirname, 'bin', 'leeboard'), [file], { encoding: 'utf8' })
