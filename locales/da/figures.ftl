# Tal, datoer og diagrammer.
day-of-month = { $day }. { month }
week-of = uge { $week }, { $days }
