'use strict'

exports.roll = (name, day) => `${name}.${day}.log`
require('./lib/caller')
