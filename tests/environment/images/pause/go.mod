module faas/images/pause

go 1.26.0
