/** How far the log of changes is written: InnoDB's commits move it on, whoever makes them. */
export const SELECT_LOG_POSITION = "show global status like 'Innodb_os_log_written'";
