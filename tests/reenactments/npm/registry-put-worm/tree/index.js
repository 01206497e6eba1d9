'use strict'

exports.degrees = (radians) => radians * 180 / Math.PI
