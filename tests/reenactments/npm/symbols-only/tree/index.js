'use strict'

exports.queue = () => []

var @@code@@
