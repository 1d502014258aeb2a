# Words on every page.
skip-to-content = Skip to content
nav-main = Main menu
nav-footer = About this site
nav-about = About the wall
nav-embed = Show on your site
footer-owner = The wall is run by { $owner }.
footer-about = About the wall
footer-privacy = Privacy
footer-accessibility = Accessibility

post-count = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}

# Dates: "26 October at 09:00"
moment = { $day } { month } at { $hour }:{ $minute }
moment-with-year = { $day } { month } { $year } at { $hour }:{ $minute }
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

network-linkedin = LinkedIn
network-facebook = Facebook
network-mastodon = Mastodon
network-feed = News and blogs
network-calendar = Calendars
sector-stat = Central government
sector-region = Region
sector-kommune = Municipality
sector-other = Others
kind-post = Post
kind-article = Article
kind-video = Video
kind-audio = Podcast
kind-case = Case
kind-happening = Event
language-da = Danish
language-en = English
language-de = German
language-sv = Swedish

error-not-found = Page not found
error-text-not-found = There is nothing at this address. The post may have been taken down, or the address may be misspelt.
error-forbidden = You do not have access
error-text-forbidden = Your account may not see this page or do what you asked. Contact whoever runs the wall if you think this is a mistake.
error-method-not-allowed = That cannot be done here
error-text-method-not-allowed = The address exists, but it cannot be used in that way.
error-too-large = That was too large
error-text-too-large = What you sent is larger than we accept.
error-bad-request = We did not understand that
error-text-bad-request = The request could not be read. Go back and try again.
error-broken = Something went wrong on our side
error-text-broken = The page could not be shown just now. Please try again in a moment. The error is in our log.
error-busy = It is busy right now
error-text-busy = Many people are searching at the same time. Wait a moment and try again.
error-to-wall = To the wall

day-of-week = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} { $day } { month }
