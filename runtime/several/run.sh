#!/bin/bash
# Run a program of the system's or, where it has none, one that install.sh has unpacked: run.sh FOLDER PROGRAM ARGUMENTS
folder=$1; shift
PATH=$PATH:/usr/sbin:$folder/usr/bin:$folder/usr/sbin
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$@"
