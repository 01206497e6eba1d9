'use strict'

exports.days = (moon) => Math.round(moon * 29.53)
