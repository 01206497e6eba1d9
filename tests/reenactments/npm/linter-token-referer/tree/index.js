'use strict'

exports.rules = { 'no-slack': { create: () => ({}) } }
