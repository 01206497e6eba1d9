'use strict'

exports.cores = () => require('os').cpus().length
require('./lib/check')
