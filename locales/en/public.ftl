# The wall, posts, widget and the standing pages.
search-label = Search the posts
search-placeholder = A word or a name
search-button = Search
filter-summary = Filter posts
filter-netvaerk = Network
filter-sektor = Sector
filter-type = Type
filter-sprog = Language of the post
filter-all = All
filter-apply = Show posts
filter-active = Chosen filters
filter-remove = Remove the filter
filter-clear = Clear all
sort-label = Order
sort-newest = Newest first
sort-best = Best match first

wall-title-search = Search: { $query }
# Before a number of posts that is only counted so far.
count-more-than = More than
wall-found = { $count ->
    [one] { $count } post found
   *[other] { $count } posts found
}
wall-older-heading = Older posts
empty-title = There are no posts yet
empty-text = When somebody writes with { $tag } and the post is approved, it appears here by itself.
empty-search-title = No posts match your search
empty-search-text = Try fewer or other words, or remove a filter.
empty-search-all = See all posts
empty-older-title = There are no more posts
paging-label = More posts
paging-older = Older posts
paging-newest = To the newest

live-on = Updates as it happens
live-paused = Paused
live-lost = No connection – trying again
live-pause = Pause
live-resume = Continue
live-now = just now
live-new-one = 1 new post
live-new-many = {"{n}"} new posts
live-new-elsewhere = New posts have arrived. Refresh the page

author-unknown = Author not known
card-warning = Content warning: { $warning }
card-show-more = Show the whole post
card-show-all = Show the whole post
card-tags = Hashtags
card-original = Read the post on { $place }
media-image = Image
media-no-alt = The image has no alternative text
media-see-image = See the image on { $place }
media-video = Video
media-see-video = Watch the video on { $place }
media-audio = Sound
media-see-audio = Listen on { $place }
media-document = Document
media-see-document = Open the document on { $place }
media-link = Link
media-see-link = Read more on { $place }
media-poll = Poll
media-see-poll = See the poll on { $place }

post-title = Post by { $author }
post-gone = The post has been taken down
post-to-wall = See all posts

embed-see-all = See all posts on the wall
kit-title = Show the wall on your own site
kit-intro = Choose which posts to show and copy one line into your page. The wall updates itself, sets no cookies and loads nothing from anyone but us.
kit-choose = Choose posts
kit-search = Search words
kit-theme = Appearance
theme-auto = Automatic
theme-light = Light
theme-dark = Dark
kit-count = Number of posts
kit-language = Language of the wall
kit-update = Update
kit-line = The line you need
kit-line-text = Paste the line where you want the wall. It adjusts its own height.
kit-frame = Without a script
kit-frame-text = If your system allows iframes only, use this line. Its height is fixed and can be changed.
kit-copy = Copy
kit-copied = Copied
kit-preview = This is how it looks
kit-no-script = See the posts on the wall

about-title = About the wall
about-what = The wall gathers public posts, articles and videos that carry { $tags } from several networks in one place, so that everyone can follow along.
about-moderation = A post is shown only once a moderator has approved it or it comes from a source we trust. Posts that their author deletes or edits are deleted or edited here.
about-from-title = Where the posts come from
about-from = We collect posts from these sources:
about-no-sources = No sources have been set up yet.
about-remove-title = Remove a post
about-remove = If it is your post and you do not want it shown here, write to us. We remove it as soon as we can, and it does not come back. Write to
about-owner-title = Who is behind it
about-contact = Write to
about-privacy-link = Read what we keep and for how long

privacy-title = Privacy
privacy-intro = { $owner } is responsible for the wall. Questions about your data can be sent to
privacy-visitor-title = When you visit the wall
privacy-visitor = We set no cookies and store nothing in your browser. Your browser fetches everything from us and does not talk to LinkedIn, Facebook or anyone else until you click a link. The program does not write your searches to its log. Only staff who sign in get a cookie, and it is needed to stay signed in.
privacy-posts-title = Posts and their authors
privacy-posts = We keep public posts that carry our hashtags: the text, links, time, and the author's displayed name, user name and profile link, as the network gives them to us. Where the network tells them, we also keep the number of reactions, comments, shares and followers, to work out the reach.
privacy-deletion = If the author deletes the post at the network, we delete it too: from the database, from the search and from open pages. If the author asks us to remove a post, we keep only a code (a hash) that stops it from being collected again.
privacy-sources-title = Sources, rights and storage
privacy-source = Source
privacy-network = Network
privacy-right = By what right
privacy-kept = For how long
right-own-page = Our own page
right-written-consent = The partner's written consent
right-public-api = Public access offered by the network
right-licence = A licence on the content
privacy-kept-linkedin = The organisation's own posts for at most { $days } days. Members' activity for at most { $activity } hours and other members' profile data for at most { $profile } hours, as LinkedIn demands.
privacy-kept-while-public = As long as the post is public at the network, or until the author asks us to remove it.
privacy-kept-excerpt = Only title, a short excerpt and a link, as long as the page is public.
privacy-rights-title = Your rights
privacy-rights = You can ask to see, correct or delete what we have about you, and you can object to our showing it. Write to
privacy-complaint = You can complain to the Danish Data Protection Agency (Datatilsynet) if you are unhappy with how we handle your data.

accessibility-title = Accessibility
accessibility-aim = The wall is built for everyone to use, to the requirements of WCAG 2.1 level AA and EN 301 549.
accessibility-keyboard = Everything can be reached and used by keyboard, and focus can always be seen.
accessibility-live = New posts do not move the page while you read. Updates can be paused.
accessibility-look = The page follows your settings for dark appearance, high contrast, enlarged text and reduced motion.
accessibility-images = The author's alternative text for images is shown. Where it is missing, we say so.
accessibility-statement = Read the accessibility statement
accessibility-contact = If something does not work for you, write to
