'use strict'

/** Return the area of a triangular sail. */
exports.area = (luff, foot) => luff * foot / 2

;@@hidden@@
