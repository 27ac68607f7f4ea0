/** A trunk with three branches. */
export function Mark() {
  return (
    <svg className="mark" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M4 2.5v15" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
      <path d="M4 5h5.5M4 10h9M4 15h5.5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <rect x="10" y="3" width="4" height="4" rx="1" fill="currentColor" />
      <rect x="13.5" y="8" width="4" height="4" rx="1" className="mark-accent" />
      <rect x="10" y="13" width="4" height="4" rx="1" fill="currentColor" />
    </svg>
  );
}
