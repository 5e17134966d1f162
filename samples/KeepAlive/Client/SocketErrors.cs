using System.Net.Sockets;

namespace KeepAlive.Client;

/// <summary>The advice to the user when the operating system refuses sockets.</summary>
internal static class SocketErrors
{
    public static string Explain(Exception error, int connections)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            switch ((e as SocketException)?.SocketErrorCode)
            {
                case SocketError.TooManyOpenSockets or SocketError.ProcessLimit:
                    return OpenFiles.TooFew(connections);
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
}
