'use strict'

exports.command = (from, host, to) => ['scp', '-r', from, `${host}:${to}`]
