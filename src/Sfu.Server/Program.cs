return await Sfu.Server.Startup.ServerProcess.RunAsync(args);
