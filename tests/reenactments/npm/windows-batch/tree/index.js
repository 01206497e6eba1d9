'use strict'

exports.length = 4.2
