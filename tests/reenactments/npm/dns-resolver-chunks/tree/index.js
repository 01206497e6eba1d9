'use strict'

exports.thousands = (number) => number.toLocaleString('en')
