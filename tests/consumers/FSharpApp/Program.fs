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

        use log = new IO.StringWriter()
        txaio.StartLogging(log)
        txaio.MakeLogger("consumer").Info("{x} and {y.Length}", struct ("x", box 1), struct ("y", box "text"))
        do! system.Terminate()
        // Behind the time.
        printf "%s" ((string log).Substring 25)
    }

run().GetAwaiter().GetResult()
