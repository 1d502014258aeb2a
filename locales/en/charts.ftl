# Numbers, dates and charts.
day-of-month = { $day } { month }
week-of = week { $week }, { $days }
figure-not-since = not available since { $moment }
figure-covered = Coverage: { $share } of the posts ({ $told } of { $of })
figure-fetched = Fetched { $moments }
figure-formula = Formula: { $formula }, version { $version }
figure-v-assumed = our assumption of how large a part of an author's followers see a post that nobody paid for
figure-v = Part: { $low }–{ $high }. Source: { $source }
change-against = { $change } against { $year } ({ $before })
change-nothing-before = no figures from the last edition
chart-says = { $what }. Highest: { $count } ({ $where }). All numbers are in the table under the chart.
chart-nothing = No numbers to show.
