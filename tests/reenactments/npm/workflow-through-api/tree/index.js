'use strict'

exports.week = (date) => Math.ceil(date.getDate() / 7)
