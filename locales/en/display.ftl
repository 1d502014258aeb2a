# The screen in the hall: read at ten metres, so few words.

display-title = Screen
display-join = Read and search at
display-code = QR code for { $address }
display-empty = Write a post with { $tag } – it appears here once the editors have approved it.
display-pause = Pause
display-resume = Continue
display-lost = No connection – showing the latest posts
