/** Where the viewer of this page stands, for every component below. */
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import type { Attendance } from '../state/attendance.ts';
import { withPass } from '../state/media-pass.ts';

export const AttendanceContext = createContext<Attendance | undefined>(undefined);

/** Where the viewer stands. */
export function useAttendance(): Attendance {
  const attendance = useContext(AttendanceContext);
  if (attendance === undefined) throw new Error('no attendance: render below AttendanceContext');
  return attendance;
}

/** A picture's path with the pass that was good when it was first shown: another pass does not fetch it again. */
export function usePassed(path: string): string {
  const { prefix } = useAttendance();
  return useMemo(() => withPass(path, prefix.peek()), [path]);
}
