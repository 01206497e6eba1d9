'use strict'

exports.run = (tasks) => Promise.all(tasks.map((task) => task()))
