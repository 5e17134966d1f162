open System
open System.Threading
open System.Threading.Tasks
open Akka.Actor
open Txaio.Actors

// AsFuture needs the type of a task's result, because the task itself could be the value.
let futures (txaio: ITxaio) =
    task {
        let! plain = txaio.AsFuture(fun () -> 1)
        let! withArgument = txaio.AsFuture((fun x -> x + 1), 1)
        let! ofTask = txaio.AsFuture<int>(fun () -> task { return 3 })
        let! ofTaskWithArgument = txaio.AsFuture<int, int>((fun x -> task { return x + 1 }), 3)
        let! withToken = txaio.AsFuture(fun (token: CancellationToken) -> task { return 5 })
        let! running = (task { return 6 }).ToFuture(txaio)
        do! txaio.AsFuture<unit>(fun () -> task { do! Task.Yield() })
        let! _ = txaio.Sleep(TimeSpan.FromMilliseconds 1.0)
        printfn "%A" [ plain; withArgument; ofTask; ofTaskWithArgument; withToken; running ]
    }

// An object may be the task itself; the future has the value behind it.
let objects (txaio: ITxaio) =
    task {
        let! ofTask = txaio.AsFuture<obj>(fun () -> box (task { return 42 }))
        let! ofFuture = txaio.AsFuture<obj>(fun () -> box (txaio.CreateFutureSuccess 43))
        let! ofValue = txaio.AsFuture<obj>(fun () -> box 44)
        printfn "behind objects: %O, %O, %O" ofTask ofFuture ofValue
    }

let selects (txaio: ITxaio) =
    task {
        let future = txaio.CreateFutureSuccess 1
        let! plain = future.Select(fun x -> x + 1)
        let! ofTask = future.Select<int, int>(fun x -> task { return x + 2 })
        printfn "selected %d, %d" plain ofTask
    }

// A null alone could be the message or the reason.
let cancels (txaio: ITxaio) =
    task {
        let cancelled (cancel: Future<int> -> bool) =
            task {
                let future = txaio.CreateFuture<int>()
                cancel future |> ignore
                try
                    let! value = future
                    return string value
                with e -> return e.Message
            }
        let! withoutMessage = cancelled (fun future -> future.Cancel())
        let! withNull = cancelled (fun future -> future.Cancel(msg = null))
        let! withMessage = cancelled (fun future -> future.Cancel "stop")
        let! withReason = cancelled (fun future -> future.Cancel(TimeoutException "late"))
        printfn "%s / %s / %s / %s" withoutMessage withNull withMessage withReason
    }

// A callback is a plain function, or an async function that is converted to a Task.
let callbacks (txaio: ITxaio) =
    task {
        let soon, later, called = txaio.CreateFuture<string>(), txaio.CreateFuture<string>(), txaio.CreateFuture<string>()
        txaio.Loop.CallSoon(fun () -> task { soon.Resolve "soon" } :> Task)
        txaio.CallLater(TimeSpan.Zero, (fun () -> task { later.Resolve "later" } :> Task)) |> ignore
        txaio.AddCallbacks(txaio.CreateFutureSuccess 1, (fun _ -> called.Resolve "called"), (fun _ -> ()))
        let! first = soon
        let! second = later
        let! third = called
        let! onLoop = txaio.Loop.RunAsync(fun () -> task { return string EventLoop.Current })
        let! count = txaio.Loop.RunAsync(fun () -> 4)
        do! txaio.Loop.RunAsync(fun () -> ignore EventLoop.Current)
        let! ofFuture = txaio.Loop.RunAsync<int>(fun () -> txaio.CreateFutureSuccess 5)
        printfn "%s, %s, %s, on %s, %d, %d" first second third onLoop count ofFuture
    }

// Keyword arguments are struct tuples with a boxed value.
let logging (txaio: ITxaio) =
    let log = txaio.MakeLogger("consumer")
    log.Info("{x} and {y.Length}", struct ("x", box 1), struct ("y", box "text"))
    log.Info("{x} in an array", [| struct ("x", box 2) |])
    log.Info("{x} by position, {y} too", 3, "text")
    log.Info($"{4} as text")

let run () =
    task {
        use system = ActorSystem.Create("app", "akka.loglevel = WARNING")
        let txaio = system.Txaio()

        let answer = txaio.CreateFuture<int>()
        txaio.CallLater(TimeSpan.FromMilliseconds 20.0, Action(fun () -> answer.Resolve 42)) |> ignore
        let! value = answer

        let! values = txaio.Gather([ txaio.CreateFutureSuccess 1; txaio.CreateFutureSuccess 2 ])
        printfn "%d, gathered %d" value (Seq.length values)
        do! futures txaio
        do! objects txaio
        do! selects txaio
        do! cancels txaio
        do! callbacks txaio

        use log = new IO.StringWriter()
        txaio.StartLogging(log)
        logging txaio
        do! system.Terminate()
        // The text of a line begins after the time.
        for line in (string log).Split('\n', StringSplitOptions.RemoveEmptyEntries) do
            printfn "%s" (line.Substring 25)
    }

run().GetAwaiter().GetResult()
