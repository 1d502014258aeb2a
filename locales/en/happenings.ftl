# The calendar, happenings and editions.
nav-calendar = Calendar
weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
happening-day = { weekday } { $day } { month }
happening-day-with-year = { weekday } { $day } { month } { $year }
happening-all-day = { $day }, all day
happening-days = { $from } – { $to }
happening-from = { $day }, { $start }
happening-span = { $day }, { $start }–{ $end }
happening-long-span = { $from }, { $start } – { $to }, { $end }
happening-hours-all-day = All day
happening-hours-from = From { $start }
happening-hours-until = Until { $end }

happening-cancelled = Cancelled
happening-postponed = Postponed – new date to follow
happening-moved = Moved from { $from }
happening-now = Now
happening-next = Next
happening-online = Online
happening-place-and-online = { $place } and online
happening-when = Time
happening-where = Place
happening-who = Organiser
happening-online-link = Take part online
happening-online-untold = The organiser will give you the link
happening-add = Add to your calendar
happening-register = Sign up
happening-original = The organiser’s page
happening-as-post = See the event as a post
happening-see = See the event in the calendar
happening-that-day = The same day
happening-wall = Posts about the event
happening-wall-of = Posts from the days around the event with { $about }. New ones arrive by themselves.
happening-wall-empty = There are no posts about the event yet.

now-and-next = Now and next
calendar-title = Calendar
calendar-past = Past events
calendar-week = Week { $week }
calendar-intro = Events of the week with { $tag }: what happens, where and when.
calendar-views = View
calendar-view-list = List
calendar-view-day = Day
calendar-view-week = Week
calendar-search = Search events
calendar-apply = Show events
calendar-pick-day = Go to day
calendar-go = Show the day
calendar-beside = Before and after
calendar-today = Today
calendar-nothing-that-day = No events
calendar-count = { $count ->
    [0] No events
    [one] { $count } event
   *[other] { $count } events
}
calendar-more = More events
calendar-see-all = See the whole calendar
calendar-empty = There are no events
calendar-empty-text = An event is shown here once it is approved.
calendar-empty-filtered = Try fewer filters or other words.
calendar-subscribe = Get the calendar on your phone
calendar-subscribe-text = Subscribe, and the events stand in your own calendar. If something is moved or cancelled, your calendar follows.
calendar-subscribe-button = Subscribe
calendar-file = Get it as a file (.ics)
calendar-file-name = { $title }: events
calendar-filter-summary = Filter events
filter-organiser = Organiser
filter-form = Taking part
form-online = Online
form-fysisk = In person

edition-name = Week { $week }, { $year }
edition-before = { $count ->
    [one] begins tomorrow
   *[other] begins in { $count } days
}
edition-on = is on: day { $count } of 7
edition-after = is over
editions-title = Editions
editions-intro = { $title } is one week every year. Here are this year’s and the earlier ones.
editions-all = All editions
edition-empty = There are no posts from this edition
