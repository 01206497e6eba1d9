'use strict'

exports.watch = (path, then) => require('fs').watch(path, then)
