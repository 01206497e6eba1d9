'use strict'

exports.ok = (message) => message.split('\n')[0].length <= 72
