using System.Net.Sockets;

namespace KeepAlive.Client;

/// <summary>Says what to do when the operating system refuses sockets.</summary>
internal static class SocketErrors
{
    public static string Explain(Exception error, int connections)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch ((e as SocketException)?.SocketErrorCode)
            {
                case SocketError.TooManyOpenSockets or SocketError.ProcessLimit:
                    return TooManyFiles(connections);
                case SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse:
                    return $"the operating system has no free local port for {connections} connections: give fewer "
                        + "--connections, or widen its range of local ports";
            }
        }

        return error is OperationCanceledException
            ? "the server did not answer a connection in time; if it is short of sockets, raise its limit of open "
                + "files (ulimit -n)"
            : $"a connection could not be opened: {(error.InnerException ?? error).Message}";
    }

    public static string TooManyFiles(int connections) =>
        $"the operating system refuses more sockets: {connections} connections need a limit of more than "
        + $"{connections + 300} open files in each of two processes; raise it (ulimit -n) or give fewer --connections";
}
