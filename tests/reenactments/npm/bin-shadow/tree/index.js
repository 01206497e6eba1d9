'use strict'

exports.turns = 3
