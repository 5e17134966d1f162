open System
open Akka.Actor
open Txaio.Actors

let run () =
    task {
        use system = ActorSystem.Create("app", "akka.loglevel = WARNING")
        let txaio = system.Txaio()

        let answer = txaio.CreateFuture<int>()
        txaio.CallLater(TimeSpan.FromMilliseconds 20.0, Action(fun () -> answer.Resolve 42)) |> ignore
        let! value = answer

        let! values = txaio.Gather([ txaio.CreateFutureSuccess 1; txaio.CreateFutureSuccess 2 ])
        printfn "%d, gathered %d" value (Seq.length values)
        do! system.Terminate()
    }

run().GetAwaiter().GetResult()
