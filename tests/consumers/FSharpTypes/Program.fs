open System
open System.Collections.Concurrent
open System.Threading
open System.Threading.Tasks
open Akka.Actor
open Txaio.Actors
open Txaio.Actors.Messages

type Order = { Id: int; Note: string option }

type Shape =
    | Circle of radius: float
    | Point

exception Declined of reason: string

/// Replies to records, unions and options. The option None is null, which is no message to Akka.
type Desk() =
    inherit UntypedActor()

    override this.OnReceive message =
        match message with
        | :? Order as order -> this.Sender.Tell { order with Note = Some "seen" }
        | :? Shape as shape -> this.Sender.Tell(Some shape)
        | _ -> this.Unhandled message

let say name value = printfn "%s: %A" name value

/// Records, unions and options as messages and values.
let messages (txaio: ITxaio) (desk: IActorRef) =
    task {
        let! order = txaio.Ask<Order>(desk, { Id = 1; Note = None })
        let! shape = txaio.Ask<Shape option>(desk, Circle 1.5)
        say "order" order
        say "shape" shape

        let later = txaio.CreateFuture<Order>()
        txaio.CallLater(TimeSpan.Zero, later.Ref, Resolve { Id = 2; Note = Some "by message" }) |> ignore
        let! resolved = later
        say "resolved" resolved

        try
            txaio.CallLater(TimeSpan.Zero, desk, (None: Order option)) |> ignore
        with :? ArgumentNullException as e -> say "None as a message" e.ParamName
    }

/// None and unit are null; a null of a type that F# keeps from null.
let nulls (txaio: ITxaio) =
    task {
        let! none = txaio.AsFuture(fun () -> (None: int option))
        let! some = txaio.CreateFutureSuccess(Some 1)
        let! noText = txaio.CreateFutureSuccess(Unchecked.defaultof<string>)
        let! unit = txaio.CreateFutureSuccess()
        let! noRecord = txaio.AsFuture(fun () -> Unchecked.defaultof<Order>)
        say "options" (none, some)
        say "nulls" (isNull noText, isNull (box noRecord), unit.GetType().Name)

        for name, call in
            [ "callback", (fun () -> txaio.Loop.CallSoon(Unchecked.defaultof<Action>))
              "future", (fun () -> txaio.AddCallbacks(Unchecked.defaultof<Future<int>>, (fun _ -> ()), (fun _ -> ()))) ] do
            try
                call ()
            with :? ArgumentNullException as e -> say $"null as {name}" e.ParamName
    }

/// Functions that return unit, by name and as lambdas; Func and Action.
let functions (txaio: ITxaio) =
    task {
        let hits = ConcurrentQueue<string>()
        let work () = hits.Enqueue "by name"
        let last = txaio.CreateFuture<int>()
        txaio.Loop.CallSoon work
        txaio.Loop.CallSoon(fun () -> hits.Enqueue "lambda")
        txaio.Loop.CallSoon((fun text -> hits.Enqueue text), "with state")
        txaio.CallLater(TimeSpan.Zero, (fun () -> hits.Enqueue "later")) |> ignore
        txaio.CallLater(TimeSpan.Zero, (fun (number: int) -> last.Resolve number), 7) |> ignore
        let! seven = last
        let! done' = txaio.AsFuture(fun () -> hits.Enqueue "as future")
        let ticks = txaio.CreateFuture<int64>()
        use _ = txaio.CallRepeatedly(TimeSpan.FromMilliseconds 1.0, Action<int64>(fun tick -> ticks.TryResolve tick |> ignore))
        let! tick = ticks
        use timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds 1.0, chunkSize = 5)
        say "hits" (Seq.sort hits |> List.ofSeq)
        say "numbers" (seven, tick >= 1L, done'.GetType().Name)
    }

/// The async computations of F# await tasks; an exception of F# keeps its fields.
let computations (txaio: ITxaio) =
    async {
        let! viaTask = txaio.CreateFutureSuccess(5).AsTask() |> Async.AwaitTask
        let! ofAsync = (async { return 6 } |> Async.StartAsTask).ToFuture(txaio).AsTask() |> Async.AwaitTask
        let! onLoop = txaio.Loop.RunAsync(fun () -> async { return string EventLoop.Current } |> Async.StartImmediateAsTask) |> Async.AwaitTask
        say "async" (viaTask, ofAsync, onLoop)

        let declined = txaio.CreateFutureError<int>(Declined "closed")
        let! outcome = declined.AsTask() |> Async.AwaitTask |> Async.Catch
        match outcome with
        | Choice2Of2(:? AggregateException as all) when (all.InnerException :? Declined) -> say "declined" all.InnerException.Message
        | Choice2Of2(Declined reason) -> say "declined" reason
        | other -> say "unexpected" other
    }

let awaitsInTask (txaio: ITxaio) =
    task {
        try
            let! _ = txaio.CreateFutureError<int>(Declined "in a task")
            return ()
        with Declined reason -> say "declined" reason

        match! txaio.CreateFutureSuccess(Some Point) with
        | Some shape -> say "matched" shape
        | None -> ()
    }

/// A record's own text has two lines; a log line has one.
let logs (txaio: ITxaio) =
    let log = txaio.MakeLogger("types")
    log.Info("{shape} and {order}", struct ("shape", box (Circle 1.5)), struct ("order", box { Id = 1; Note = None }))
    log.Info("{0} {1} {2}", Point, Some 1, (None: int option))
    log.Info("{list} {map}", [ 1; 2 ], Map [ "a", 1 ])
    log.Info($"{Circle 2.0} and {Some 3}")

let run () =
    task {
        use system = ActorSystem.Create("app", "akka.loglevel = WARNING")
        let txaio = system.Txaio()
        let desk = system.ActorOf(Props.Create<Desk>())
        do! messages txaio desk
        do! nulls txaio
        do! functions txaio
        do! computations txaio
        do! awaitsInTask txaio
        use log = new IO.StringWriter()
        txaio.StartLogging(log)
        logs txaio
        do! system.Terminate()
        // The text of a line begins after the time.
        for line in (string log).Split('\n', StringSplitOptions.RemoveEmptyEntries) do
            printfn "%s" (line.Substring 25)
    }

run().GetAwaiter().GetResult()
