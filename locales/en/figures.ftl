# Numbers, dates and charts.
day-of-month = { $day } { month }
week-of = week { $week }, { $days }
