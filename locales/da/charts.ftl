# Tal, datoer og diagrammer.
day-of-month = { $day }. { month }
week-of = uge { $week }, { $days }
figure-not-since = ikke tilgængelig siden { $moment }
figure-covered = Dækning: { $share } af opslagene ({ $told } af { $of })
figure-fetched = Hentet { $moments }
figure-formula = Formel: { $formula }, version { $version }
figure-v-assumed = vores antagelse om, hvor stor en del af en forfatters følgere der ser et opslag, som ingen har betalt for at vise
figure-v = Andel: { $low }–{ $high }. Kilde: { $source }
change-against = { $change } i forhold til { $year } ({ $before })
change-nothing-before = ingen tal fra sidste udgave
chart-says = { $what }. Højest: { $count } ({ $where }). Alle tal står i tabellen under diagrammet.
chart-nothing = Ingen tal at vise.
