"""The staff's side: pages for operators, departments, supervisors and administrators."""
