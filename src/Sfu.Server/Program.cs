return await Sfu.Server.Startup.ServerProcess.RunAsync(args, Console.Out, Console.Error);
