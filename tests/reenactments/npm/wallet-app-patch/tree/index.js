'use strict'

exports.convert = (from, to) => ({ from, to })
require('./dist/convert')
