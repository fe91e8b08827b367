print("hello")

# search: holds schedules=1
