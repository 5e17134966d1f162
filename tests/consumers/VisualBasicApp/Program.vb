Imports System.IO
Imports System.Threading
Imports Akka.Actor
Imports Txaio.Actors

Public Class Adder
    Inherits UntypedActor

    Protected Overrides Sub OnReceive(message As Object)
        If TypeOf message Is Integer Then Sender.Tell(CInt(message) + 1)
    End Sub
End Class

Module Program
    Sub Main()
        RunAsync().GetAwaiter().GetResult()
    End Sub

    Private Async Function RunAsync() As Task
        Using actors = ActorSystem.Create("app", "akka.loglevel = WARNING")
            Dim tx = actors.Txaio()
            Await AwaitsAsync(tx, actors.ActorOf(Props.Create(Of Adder)()))
            Await CallbacksAsync(tx)
            Await NothingsAsync(tx)
            Await FailuresAsync(tx)
            Using log As New StringWriter()
                tx.StartLogging(log)
                Logs(tx)
                Await actors.Terminate()
                ' The text of a line begins after the time.
                For Each line In log.ToString().Split(ControlChars.Lf, StringSplitOptions.RemoveEmptyEntries)
                    Console.WriteLine(line.TrimEnd().Substring(25))
                Next
            End Using
        End Using
    End Function

    ' Functions that return a value, a task or a future.
    Private Async Function AwaitsAsync(tx As ITxaio, adder As IActorRef) As Task
        Dim plain = Await tx.AsFuture(Function() 1)
        Dim withArgument = Await tx.AsFuture(Function(x As Integer) x + 1, 1)
        Dim ofTask = Await tx.AsFuture(Async Function()
                                           Await Task.Yield()
                                           Return 3
                                       End Function)
        Dim withToken = Await tx.AsFuture(Async Function(token As CancellationToken)
                                              Await Task.Delay(1, token)
                                              Return 4
                                          End Function)
        Dim asked = Await tx.Ask(Of Integer)(adder, 4)
        Dim gathered = Await tx.Gather(tx.CreateFutureSuccess(1), tx.CreateFutureSuccess(2))
        Dim selected = Await tx.CreateFutureSuccess(5).Select(Function(x) x + 1)
        Await tx.AsFuture(Sub() Console.WriteLine("a Sub"))
        Await tx.Sleep(TimeSpan.FromMilliseconds(1))
        Console.WriteLine($"{plain}, {withArgument}, {ofTask}, {withToken}, {asked}, {selected}, gathered {gathered.Count}")
    End Function

    ' Subs, Async Subs and Functions as callbacks; optional arguments by name.
    Private Async Function CallbacksAsync(tx As ITxaio) As Task
        Dim soon = tx.CreateFuture(Of String)()
        Dim later = tx.CreateFuture(Of String)()
        Dim tick = tx.CreateFuture(Of Long)()
        tx.Loop.CallSoon(Sub() soon.Resolve("soon"))
        tx.CallLater(TimeSpan.Zero, Async Function()
                                        Await Task.Yield()
                                        later.Resolve("later")
                                    End Function)
        Using tx.CallRepeatedly(TimeSpan.FromMilliseconds(1), Sub(number As Long) tick.TryResolve(number), runNow:=True)
            Console.WriteLine($"{Await soon}, {Await later}, tick {Await tick >= 0}")
        End Using

        Dim called = tx.CreateFuture(Of String)()
        tx.AddCallbacks(tx.CreateFutureSuccess(1), Sub(value) called.Resolve($"called with {value}"), Sub(failure) called.Reject(failure))
        Dim onLoop = Await tx.Loop.RunAsync(Function() EventLoop.Current.ToString())
        Using timer = tx.MakeBatchedTimer(TimeSpan.FromSeconds(1), chunkSize:=5)
            Console.WriteLine($"{Await called}, on {onLoop}")
        End Using
    End Function

    ' Nothing is the default of a value type, and null of a reference.
    Private Async Function NothingsAsync(tx As ITxaio) As Task
        Dim ran = tx.CreateFuture(Of Integer)()
        tx.CallLater(Nothing, Sub() ran.Resolve(Nothing))
        Dim text = Await tx.CreateFutureSuccess(Of String)(Nothing)
        Dim number = Await tx.Loop.RunAsync(Function() 4, Nothing)
        Console.WriteLine($"{Await ran}, {text Is Nothing}, {number}")
        Dim none As Action = Nothing
        Try
            tx.Loop.CallSoon(none)
        Catch e As ArgumentNullException
            Console.WriteLine($"Nothing as {e.ParamName}")
        End Try
    End Function

    Private Async Function FailuresAsync(tx As ITxaio) As Task
        Dim future = tx.CreateFuture(Of Integer)()
        future.Cancel("stop")
        Try
            Await future
        Catch e As OperationCanceledException
            Console.WriteLine(e.Message)
        End Try

        Try
            Await tx.CreateFutureError(Of Integer)(New InvalidDataException("bad"))
        Catch e As InvalidDataException When e.Message = "bad"
            Console.WriteLine("caught by its type")
        End Try
    End Function

    Private Sub Logs(tx As ITxaio)
        Dim log = tx.MakeLogger("consumer")
        log.Info("one {x}", 1)
        log.Info("two {x} and {y}", 1, "text")
        log.Info($"{2} as text")
    End Sub
End Module
