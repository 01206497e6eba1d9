'use strict'

exports.key = (parts) => parts.join(':')
