'use strict'

exports.fonts = ['serif', 'sans-serif']
