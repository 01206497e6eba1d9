'use strict'

exports.list = (items) => items.map((item) => `- ${item}`).join('\n')
