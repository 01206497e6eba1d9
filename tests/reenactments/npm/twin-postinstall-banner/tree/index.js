'use strict'

exports.count = (list) => list.length
