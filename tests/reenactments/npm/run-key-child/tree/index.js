'use strict'

exports.icon = (name) => `${name}.ico`
