'use strict'

exports.short = (text) => [...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) | 0, 7)
